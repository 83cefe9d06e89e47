// The same in Groovy. Of all these languages it can do most, and so promises least: anything of Java can be called from it.
def member = new com.fasterxml.jackson.databind.ObjectMapper()
        .enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .readValue(request.getBody(String), Map)
new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString([
        hub_externalid  : member.memberId,
        firstname       : member.firstName,
        lastname        : member.lastName,
        creditlimit     : member.points,
        customertypecode: member.level == 'gold' ? 3 : 1,
        donotemail      : !member.consents.any { it.kind == 'mail' && it.given }
])
