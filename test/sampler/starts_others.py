"""Starts a Python that ends before it does itself."""

import subprocess
import sys
import time

BUSY = "import time\nend = time.time() + 0.4\nwhile time.time() < end: pass"

subprocess.run([sys.executable, "-c", BUSY], check=True)
exec(BUSY)
