"""A flow of many tasks, whose states are looked up by identifier."""
import uuid

from taskflow.persistence.logbook import FlowDetail, TaskDetail

flow = FlowDetail("flow", str(uuid.UUID(int=1)))
for number in range(8500):
    flow.add(TaskDetail(f"task {number}", str(uuid.UUID(int=number * 7919 + 5))))
for number in range(8500):
    flow.find(str(uuid.UUID(int=number * 7919 + 5))).state = "SUCCESS" if number % 3 else "FAILURE"
print(len(flow), sum(task.state == "FAILURE" for task in flow), flow.find("none"))
