"""The files of a package, chosen by the hashes of its lock file."""
from poetry.core.packages.package import Package
from poetry.core.packages.utils.link import Link
from poetry.installation.chooser import Chooser

COUNT = 14_000
hashes = ["%064x" % (number * 7919) for number in range(COUNT)]
links = [Link("https://example.com/a-1.0-py3-none-any.whl#sha256=" + each) for each in hashes]


class Repository:
    def find_links_for_package(self, package):
        return links


class Pool:
    repositories = [Repository()]

    def has_repository(self, name):
        return False


class Env:
    supported_tags = []


package = Package("a", "1.0")
package.files = [{"file": "a.whl", "hash": "sha256:" + each} for each in hashes[::2]]
chooser = Chooser(Pool(), Env())
chosen = chooser._get_links(package)
print(len(chosen), chosen[0].hash, chosen[-1].hash)
