"""A report of vulnerabilities on two thousand machines."""
import io
import json
import sys
import types
import zipfile


class Record:
    def __init__(self, **fields):
        self.__dict__.update(fields)


models = types.ModuleType("dojo.models")
models.Endpoint = models.Finding = Record
sys.modules["dojo"] = types.ModuleType("dojo")
sys.modules["dojo.models"] = models

from ms_defender.parser import MSDefenderParser  # noqa: E402

NAMES = (
    "osProcessor version lastExternalIpAddress agentVersion osBuild healthStatus deviceValue rbacGroupId rbacGroupName "
    "riskScore exposureLevel isAadJoined aadDeviceId defenderAvStatus onboardingStatus osArchitecture managedBy ipAddresses"
).split()
machines = [
    {
        "id": f"machine-{number}",
        "computerDnsName": f"host{number}.example.org",
        "osPlatform": "Linux",
        "osVersion": "1",
        "lastIpAddress": f"10.0.{number // 250}.{number % 250}",
        **{name: None for name in NAMES},
    }
    for number in range(5500)
]
vulnerabilities = [
    {
        "cveId": f"CVE-2024-{number}",
        "machineId": f"machine-{number * 37 % 5510}",
        "fixingKbId": None,
        "productName": "kernel",
        "productVendor": "vendor",
        "productVersion": "6.1",
        "severity": "High",
    }
    for number in range(8000)
]
file = io.BytesIO()
with zipfile.ZipFile(file, "w") as archive:
    archive.writestr("machines/", "")
    archive.writestr("vulnerabilities/", "")
    archive.writestr("machines/machines.json", json.dumps({"value": machines}))
    archive.writestr("vulnerabilities/all.json", json.dumps({"value": vulnerabilities}))
file.name = "report.zip"
findings = MSDefenderParser().get_findings(file, None)
print(len(findings), findings[7].title, sum(len(finding.unsaved_endpoints) for finding in findings))
