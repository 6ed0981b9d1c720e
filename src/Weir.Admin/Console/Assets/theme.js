// Runs before the page is painted, so that it never flashes in the theme that was switched away from.
(() => {
  const theme = localStorage.getItem('weir.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
})();
