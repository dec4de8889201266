import { expect, it } from "vitest";
import { formatDiff } from "./diff.ts";

it("shows a change with paths from the working directory, as git apply takes it", () => {
  const text = formatDiff({ file: "/p/src/a.py", old: "a\nb\nc\n", new: "a\nB\nc\n" }, "/p");
  expect(text).toBe("--- a/src/a.py\n+++ b/src/a.py\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n");
});

it("is empty when nothing changed, and keeps CRLF and a missing last line end", () => {
  expect(formatDiff({ file: "/p/a.py", old: "a", new: "a" }, "/p")).toBe("");
  const text = formatDiff({ file: "/p/a.py", old: "a\r\nb", new: "a\r\nc" }, "/p");
  expect(text).toContain(" a\r\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file");
});
