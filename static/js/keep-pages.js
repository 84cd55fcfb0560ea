// From the second visit on the service worker keeps the pages that are seen; the first one costs nothing. It comes when
// the page has long been drawn.
try {
  if (localStorage.getItem("seen")) setTimeout(() => navigator.serviceWorker?.register("/sw.js").catch(() => {}), 2000);
  localStorage.setItem("seen", "1");
} catch {
  // a browser that keeps nothing
}
