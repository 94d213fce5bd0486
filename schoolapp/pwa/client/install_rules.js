/**
 * Which way this browser can put the school on the home screen. Pure; `surroundings()` gathers what it asks.
 */

/** @returns {object} what matters of the browser, as plain values */
export function surroundings(page = globalThis) {
  const agent = page.navigator?.userAgent || "";
  return {
    isWeChat: /MicroMessenger/i.test(agent),
    isIphone: /iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && page.navigator?.maxTouchPoints > 1),
    isPhone: /Android|iPhone|iPad|iPod/.test(agent),
    isInstalled: Boolean(page.navigator?.standalone || page.matchMedia?.("(display-mode: standalone)").matches),
    isOffered: Boolean(page.schoolappInstall),
    refusedAt: Number(page.localStorage?.getItem("install-refused") || 0),
  };
}

export const ASK_AGAIN_AFTER_MS = 30 * 24 * 3600 * 1000;

/**
 * "offer": the browser itself can ask · "iphone", "wechat": the person does it by hand · "": nothing to say.
 * A person who said no is left in peace for 30 days.
 */
export function wayToInstall(around, now) {
  if (around.isInstalled || now - around.refusedAt < ASK_AGAIN_AFTER_MS) return "";
  if (around.isOffered) return "offer";
  if (around.isWeChat) return "wechat";
  return around.isIphone ? "iphone" : "";
}
