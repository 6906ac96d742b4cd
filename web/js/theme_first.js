/** Runs before the first paint: a chosen theme must not flash through the other one. */
try {
  const theme = localStorage.getItem("call-monitor theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Without storage the system's choice holds.
}
