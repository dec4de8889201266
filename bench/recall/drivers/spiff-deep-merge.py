"""The data of a task with long lists, brought up to date."""
from SpiffWorkflow.util.deep_merge import DeepMerge

old = {"names": [f"name{number}" for number in range(250)]}
new = {"names": [f"name{number}" for number in range(60, 420)]}
total = 0
for turn in range(3):
    merged = DeepMerge.merge({"names": list(old["names"])}, new)
    total += len(merged["names"])
print(total, merged["names"][-1])
