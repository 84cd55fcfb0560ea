// The service worker: keeps the public pages that were seen, so that they open without a line, and says how old they are.
// SHELL (addresses of assets), OFFLINE and WORDS (by language) stand above, written by portal/site/offline_views.py.
const MOST = { pages: 40, assets: 60 };
const PRIVATE = /^(\/en|\/fr)?\/(desk|people|code|claim|map\/new)(\/|$)/;

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(prepare());
});

addEventListener("activate", (event) => event.waitUntil(begin()));

addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (origin !== location.origin) return;
  if (method === "POST" && pathname.endsWith("/people/sign-out")) event.waitUntil(forget());
  if (method !== "GET") return;
  if (mode === "navigate") event.respondWith(visit(event));
  else if (pathname.startsWith("/static/")) event.respondWith(asset(event.request));
});

addEventListener("message", (event) => event.data === "forget" && event.waitUntil(forget()));

async function prepare() {
  const assets = await caches.open("assets");
  await assets.addAll(SHELL);
  await Promise.all(Object.values(OFFLINE).map((address) => assets.delete(address)));
}

// A page is asked for while the worker still wakes. What is open while the worker comes was seen as well.
async function begin() {
  await registration.navigationPreload?.enable();
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  await Promise.all(windows.map(lookAgain));
}

async function lookAgain({ url }) {
  if (!PRIVATE.test(new URL(url).pathname)) await settle(url, await fetch(url));
}

async function visit(event) {
  const { url } = event.request;
  try {
    const answer = await event.preloadResponse ?? await fetch(event.request);
    event.waitUntil(settle(url, answer));
    return answer;
  } catch {
    return await kept(url) ?? await offline(url);
  }
}

// A page is kept in its newest state; one that is gone or private now is kept no longer. A busy portal changes nothing.
function settle(url, answer) {
  const page = url.split("#")[0];
  if (isPublic(page, answer)) return keep(page, answer.clone());
  return answer.status < 500 && answer.type !== "opaqueredirect" ? forgetPage(page) : undefined;
}

// Only what the portal calls public: the same for every reader, and neither a refusal nor a way onward.
function isPublic(page, { status, headers }) {
  const said = headers.get("Cache-Control") ?? "";
  const isPage = status === 200 && /^text\/html/.test(headers.get("Content-Type"));
  return isPage && /\bpublic\b/.test(said) && !/no-store|private/.test(said) && !PRIVATE.test(new URL(page).pathname);
}

async function keep(page, answer) {
  const headers = new Headers(answer.headers);
  headers.set("Kept-At", Date.now());
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  await forgetPage(page);  // so that it is the newest
  await (await caches.open("pages")).put(page, new Response(await answer.blob(), { headers }));
  await trim("pages");
  await haveOffline(language(page));
}

async function kept(url) {
  const answer = await (await caches.open("pages")).match(url.split("#")[0], { ignoreVary: true });
  if (!answer || answer.headers.has("Content-Disposition")) return answer;
  const lang = language(url);
  const said = WORDS[lang].seen.replace("{ago}", ago(answer, lang));
  const note = `<div class="wrap plain"><p class="note warn" id="seen" role="status">${said}</p></div>`;
  const page = (await answer.text()).replace(/<main[^>]*>/, `$&${note}`);
  return new Response(page, { headers: answer.headers });
}

// The page for everything that was not seen: it names what was, the newest first.
async function offline(url) {
  const lang = language(url);
  const page = await (await caches.open("assets")).match(OFFLINE[lang], { ignoreVary: true });
  if (!page) return Response.error();
  const pages = await caches.open("pages");
  const rows = (await pages.keys()).reverse().map(async ({ url }) => row(url, await pages.match(url, { ignoreVary: true }), lang));
  const list = (await Promise.all(rows)).join("");
  const body = (await page.text()).replace(/<ul id="kept"[^>]*>/, (start) => start + list);
  return new Response(body, { status: 503, headers: page.headers });
}

async function row(url, answer, lang) {
  if (!answer) return "";  // it is just being kept anew
  const { pathname, search } = new URL(url);
  const title = (await answer.clone().text()).match(/<title>(.*?)( – [^–]*)?<\/title>/s)?.[1] ?? pathname;
  const address = (pathname + search).replaceAll("&", "&amp;").replaceAll('"', "%22");
  return `<li><article class="item cover"><h3><a href="${address}">${title}</a></h3><small>${ago(answer, lang)}</small></article></li>`;
}

async function asset(request) {
  const assets = await caches.open("assets");
  const known = await assets.match(request, { ignoreVary: true });
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) await assets.put(request, answer.clone());
  await trim("assets");
  return answer;
}

async function haveOffline(lang) {
  const assets = await caches.open("assets");
  if (!await assets.match(OFFLINE[lang], { ignoreVary: true })) await assets.add(OFFLINE[lang]);
}

async function trim(name) {
  const cache = await caches.open(name);
  const old = (await cache.keys()).slice(0, -MOST[name]);
  await Promise.all(old.map((one) => cache.delete(one, { ignoreVary: true })));
}

const forgetPage = async (page) => (await caches.open("pages")).delete(page, { ignoreVary: true });
const forget = async () => Promise.all((await caches.keys()).map((name) => caches.delete(name)));
const language = (url) => new URL(url).pathname.match(/^\/(en|fr)(?:\/|$)/)?.[1] ?? "vi";

function ago(answer, lang) {
  const minutes = Math.max(1, Math.round((Date.now() - answer.headers.get("Kept-At")) / 60000));
  const [count, unit] = minutes < 60 ? [minutes, "minute"] : minutes < 2880 ? [minutes / 60, "hour"] : [minutes / 1440, "day"];
  return new Intl.RelativeTimeFormat(lang).format(-Math.round(count), unit);
}
