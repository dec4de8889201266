"""What is to do for many packages, most of which are installed."""
from poetry.core.packages.package import Package
from poetry.puzzle.transaction import Transaction

COUNT = 6000
wanted = [Package("package-%d" % number, "1.%d" % (number % 7)) for number in range(COUNT)]
installed = [Package("package-%d" % number, "1.%d" % (number % 5)) for number in range(0, COUNT, 2)]
operations = Transaction([], wanted, installed).calculate_operations(with_uninstalls=False)
kinds = [operation.job_type for operation in operations]
print({kind: kinds.count(kind) for kind in sorted(set(kinds))}, sum(operation.skipped for operation in operations))
