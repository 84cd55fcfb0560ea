// Fields of a draft that could not be sent wait in localStorage, a set for each draft (`unsent:<once>`). They are sent one
// after the other, on the next page or when the line is back, and each is forgotten once the portal has answered it; the
// one under the hand (`typing`) waits until it is left.
// What became of a field is told as the event `sent`; <saved-form> asks for a round by the event `unsent`.
const sets = () => Object.keys(store()).filter((key) => key.startsWith("unsent:"));
const read = (key) => JSON.parse(localStorage.getItem(key));
const alone = (work) => navigator.locks ? navigator.locks.request("unsent", work) : work();
const tell = (detail) => document.dispatchEvent(new CustomEvent("sent", { detail }));
let again;

async function send() {
  clearTimeout(again);
  for (const key of sets()) {
    for (let set, next; (set = read(key)) && (next = Object.entries(set.fields).find(([name]) => name !== set.typing));) {
      const [name, value] = next;
      const { status, wait, said } = await sendField(set, name, value);
      tell({ ...said, once: set.once, name, status });
      if (wait) return void (again = setTimeout(round, wait));
      forget(key, name, value);
    }
  }
}

async function sendField({ action, once, group, begun }, name, value) {
  const body = new URLSearchParams({ once, group, begun, field: name });
  if (value !== null) body.set(name, value);
  try {
    const answer = await fetch(action, { method: "POST", body, headers: { Accept: "application/json" }, keepalive: true });
    const { headers } = answer;
    const status = answer.redirected ? 401 : answer.status;  // it led to the page on which one signs in
    const wait = status > 499 || status === 429 || status === 401 ? (headers.get("Retry-After") ?? 20) * 1000 : 0;
    return { status, wait, said: status === 200 || status === 409 ? await answer.json() : {} };
  } catch {
    return { status: 0, wait: 20000 };
  }
}

// What was typed while the field was on its way stays to be sent.
function forget(key, name, value) {
  const set = read(key);
  if (set?.fields[name] === value) delete set.fields[name];
  if (Object.keys(set?.fields ?? {}).length) localStorage.setItem(key, JSON.stringify(set));
  else localStorage.removeItem(key);
}

// Whatever was under a hand when its page was closed has been left.
function begin() {
  for (const key of sets()) localStorage.setItem(key, JSON.stringify({ ...read(key), typing: "" }));
  round();
}

const round = () => sets().length && navigator.onLine && alone(send);

// A browser that keeps nothing has nothing to send.
function store() {
  try {
    return localStorage;
  } catch {
    return {};
  }
}

addEventListener("online", round);
addEventListener("load", begin);
document.addEventListener("unsent", round);
document.addEventListener("submit", ({ target }) => {
  if (/\/people\/sign-out$/.test(target.action)) sets().forEach((key) => localStorage.removeItem(key));
});
