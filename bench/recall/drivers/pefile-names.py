"""Names of functions that are far too long are checked."""
from pefile import is_valid_function_name

good = 0
for number in range(1_600):
    good += is_valid_function_name(b"?_Some@Name$%d" % number * 400)
    good += is_valid_function_name(b"plain%d" % number * 500 + b"!")
print(good)
