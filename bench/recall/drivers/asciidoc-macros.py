"""Lines of a long manual, each asked for several macros."""
import asciidoc

macros = asciidoc.Macros()
macros.load(
    [
        r"(?u)^(?P<name>image|unfloat|toc)::(?P<target>\S*?)(\[(?P<attrlist>.*?)\])$=#",
        r"(?u)^(?P<name>include1?|ifdef|ifndef|endif|eval|sys2?|template)::(?P<target>\S*?)(\[(?P<attrlist>.*?)\])$=+",
        r"(?su)[\\]?(?P<name>\w(\w|-)*?):(?P<target>\S*?)\[(?P<attrlist>.*?)\]=",
    ]
)
lines = [f"some words of the sentence number {number % 60}, and more of it" for number in range(2000)]
lines[::50] = ["include::part.txt[]"] * 40
found = 0
for turn in range(400):
    for line in lines:
        for name in ("^include[1]?$", "^ifn?def$", "^endif$", "^eval$"):
            if macros.match("+", name, line):
                found += 1
print(found)
