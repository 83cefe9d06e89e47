# length of nothing
def double: . * 2;
{length: .a | double,
 b: .b | doubble}
