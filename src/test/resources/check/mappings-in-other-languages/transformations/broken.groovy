def a = 1
[a: a,
  b: ]]
