// Files under way are kept in the browser's own database, so that a page that was closed or reloaded goes on by itself.
// Where that cannot be had (a private window, a full phone), the same file is chosen again and goes on all the same.
export const kept = {
  async all() {
    return (await ask("readonly", (files) => files.getAll())) ?? [];
  },
  put(one) {
    return ask("readwrite", (files) => files.put(one));
  },
  forget(key) {
    return ask("readwrite", (files) => files.delete(key));
  },
};

function ask(mode, act) {
  return new Promise((done) => {
    const opening = indexedDB.open("uploads", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("files", { keyPath: "key" });
    opening.onerror = () => done();
    opening.onsuccess = () => {
      const work = opening.result.transaction("files", mode);
      const asked = act(work.objectStore("files"));
      work.oncomplete = () => done(asked.result);
      work.onerror = work.onabort = () => done();
    };
  }).catch(() => undefined);
}
