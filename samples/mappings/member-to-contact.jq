# The same in jq. Numbers with fractions go through a binary float: use JSLT or a table map for amounts that must not.
{
  hub_externalid: .memberId,
  firstname: .firstName,
  lastname: .lastName,
  creditlimit: .points,
  customertypecode: (if .level == "gold" then 3 else 1 end),
  donotemail: ([.consents[] | select(.kind == "mail") | .given] | any | not)
}
