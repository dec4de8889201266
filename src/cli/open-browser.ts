import { spawn } from "node:child_process";
import type { World } from "../base/world.ts";

/** Asks the desktop to open an address; false where there is none to ask. Whether a browser came up is not told. */
export async function openBrowser(address: string, { platform, env }: World): Promise<boolean> {
  const [command, ...words] = commandFor(platform, env, address);
  if (command === undefined) return false;
  return new Promise((settle) => {
    const child = spawn(command, words, { stdio: "ignore", detached: true });
    child.once("error", () => settle(false));
    child.once("spawn", () => {
      child.unref();
      settle(true);
    });
  });
}

function commandFor(platform: string, env: World["env"], address: string): readonly string[] {
  if (platform === "darwin") return ["open", address];
  if (platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler", address];
  const hasDesktop = (env["DISPLAY"] ?? env["WAYLAND_DISPLAY"] ?? "") !== "";
  return hasDesktop ? ["xdg-open", address] : [];
}
