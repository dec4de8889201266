import { expect, test } from "vitest";
import type { Profile } from "../profile/profile.ts";
import { servedApps } from "./served-apps.ts";

const functions = [
  { module: "service", file: "/p/service.py" },
  { module: "shop.web", file: "/p/shop/web.py" },
  { module: "shop.web", file: "/p/shop/web.py" },
];

test.each([
  ["python -m uvicorn service:app --port 8000", { "/p/service.py": ["app"] }],
  ["/venv/bin/python /venv/bin/uvicorn --host localhost:8000 shop.web:api", { "/p/shop/web.py": ["api"] }],
  ["python -m hypercorn --bind 127.0.0.1:80 service:app", { "/p/service.py": ["app"] }],
  ["/venv/bin/gunicorn -k uvicorn.workers.UvicornWorker -b 0.0.0.0:80 service:app", { "/p/service.py": ["app"] }],
  ["/venv/bin/gunicorn service:app", {}],
  ["python -m uvicorn --factory service:make", {}],
  ["python -m uvicorn unseen:app", {}],
  ["python drive.py uvicorn service:app", {}],
  ["python service.py", {}],
])("%s", (command, expected) => {
  const profile = { functions, processes: [{ argv: command.split(" ") }] } as unknown as Profile;
  const found = [...servedApps(profile)].map(([file, names]) => [file, [...names]]);
  expect(Object.fromEntries(found)).toEqual(expected);
});
