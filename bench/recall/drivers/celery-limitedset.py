"""Revoked tasks are remembered, the oldest forgotten."""
import sys
import types

for name, words in [
    ("billiard.einfo", ["ExceptionInfo"]),
    ("kombu.utils.limits", ["TokenBucket"]),
    ("celery.utils.functional", ["LRUCache", "first", "uniq"]),
]:
    module = sys.modules[name] = types.ModuleType(name)
    for word in words:
        setattr(module, word, None)

from celery.datastructures import LimitedSet

revoked = LimitedSet(maxlen=1200)
for number in range(6000):
    revoked.add("task-%d" % number)
print(len(revoked), sorted(revoked)[:3], "task-5999" in revoked, "task-1" in revoked)
