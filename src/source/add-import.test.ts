import { join } from "node:path";
import { expect, test } from "vitest";
import { addImport } from "./add-import.ts";
import { applyEdits } from "./edit.ts";
import { descendants, textOf } from "./navigate.ts";
import { createParser } from "./python-parser.ts";
import { parseSource } from "./read-source.ts";

const parser = await createParser(join(import.meta.dirname, "../.."));

/** Imports deque for the last `use` in the text: the name to write, and the new text (unless unchanged). */
function imported(text: string, statement = "from collections import deque"): readonly [string, string | undefined] {
  const source = parseSource("/p/a.py", text, parser);
  const at = [...descendants(source.root)].findLast(
    (node) => node.kind === "identifier" && textOf(source, node) === "use",
  );
  const plan = addImport(source, statement, at ?? source.root);
  return [plan.name, plan.edit && applyEdits(text, [plan.edit])];
}

test("puts the import at the end of the first group of imports", () => {
  expect(imported("import os\nimport sys  # why\n\nimport numpy\n\ndef f():\n    use()\n")).toEqual([
    "deque",
    "import os\nimport sys  # why\nfrom collections import deque\n\nimport numpy\n\ndef f():\n    use()\n",
  ]);
});

test("puts it below the docstring and the __future__ imports where there are no others", () => {
  expect(imported('#!/bin/py\n"""Doc."""\n\nuse()\n')[1]).toBe(
    '#!/bin/py\n"""Doc."""\n\nfrom collections import deque\n\nuse()\n',
  );
  expect(imported('"""Doc."""\nfrom __future__ import annotations\nuse()\n')[1]).toBe(
    '"""Doc."""\nfrom __future__ import annotations\nfrom collections import deque\nuse()\n',
  );
  expect(imported("# -*- coding: utf-8 -*-\ndef f(): use()\n")[1]).toBe(
    "# -*- coding: utf-8 -*-\nfrom collections import deque\n\n\ndef f(): use()\n",
  );
});

test("keeps statements together that share a line, and brackets that go on", () => {
  expect(imported("import os; x = [\n  1]\nuse()\n")[1]).toBe(
    "import os; x = [\n  1]\nfrom collections import deque\nuse()\n",
  );
  expect(imported("from os import (\n  path,\n)\nuse()\n")[1]).toBe(
    "from os import (\n  path,\n)\nfrom collections import deque\nuse()\n",
  );
});

test("writes the file's own line end, also at the end of a file without one", () => {
  expect(imported("import os\r\nuse()\r\n")[1]).toBe("import os\r\nfrom collections import deque\r\nuse()\r\n");
  expect(imported("import os\ruse()\r")[1]).toBe("import os\rfrom collections import deque\ruse()\r");
});

test.each([
  ["from collections import deque\nuse()", "deque"],
  ["from collections import (OrderedDict,\n  deque as dq)\ndef f():\n    use()", "dq"],
  ["import collections\nuse()", "collections.deque"],
  ["import collections.abc\nuse()", "collections.deque"],
  ["import collections as c\nuse()", "c.deque"],
  ["import collections\nimport collections.abc\nuse()", "collections.deque"],
])("uses what is imported already: %j", (text, name) => {
  expect(imported(text)).toEqual([name, undefined]);
});

test.each([
  ["only in some runs", "try:\n    from collections import deque\nexcept ImportError:\n    pass\nuse()\n", "_deque"],
  ["something else now", "from collections import deque\ndeque = list\nuse()\n", "_deque"],
  ["deleted", "from collections import deque\ndel deque\nuse()\n", "_deque"],
  ["a parameter here", "from collections import deque\ndef f(deque):\n    use()\n", "_deque"],
  ["from another module", "from mine import deque\nuse()\n", "_deque"],
  ["not there yet", "use()\nfrom collections import deque\n", "_deque"],
  ["bound in some other function", "def g():\n    deque = 1\nuse()\n", "_deque"],
  ["read from who knows where", "print(deque)\nuse()\n", "_deque"],
  ["perhaps in a star import", "from m import *\nuse()\n", "_deque"],
  ["taken twice", "deque = _deque = 1\nuse()\n", "_deque_2"],
])("takes another name where deque is %s", (_, text, name) => {
  const [written, edited] = imported(text);
  expect(written).toBe(name);
  expect(edited).toContain(`from collections import deque as ${name}\n`);
});

test("imports whole modules too", () => {
  expect(imported("use()\n", "import bisect")).toEqual(["bisect", "import bisect\n\nuse()\n"]);
  expect(imported("bisect = 1\nuse()\n", "import bisect")).toEqual([
    "_bisect",
    "import bisect as _bisect\n\nbisect = 1\nuse()\n",
  ]);
  expect(imported("import bisect as b\nuse()\n", "import bisect")).toEqual(["b", undefined]);
});
