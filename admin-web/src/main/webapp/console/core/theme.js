// Light, dark, or what the system says. A classic script: it runs before the first paint.
(() => {
  const KEY = 'hikyaku.theme';
  const CHOICES = ['auto', 'light', 'dark'];
  const system = matchMedia('(prefers-color-scheme: dark)');

  function choice() {
    const stored = localStorage.getItem(KEY);
    return CHOICES.includes(stored) ? stored : 'auto';
  }

  function apply() {
    const dark = choice() === 'dark' || (choice() === 'auto' && system.matches);
    document.documentElement.dataset.bsTheme = dark ? 'dark' : 'light';
    dispatchEvent(new Event('hikyaku-theme')); // plots take their colours from the style sheet
  }

  window.hikyakuTheme = {
    choices: CHOICES,
    get: choice,
    set(value) {
      localStorage.setItem(KEY, value);
      apply();
    },
  };
  system.addEventListener('change', apply);
  apply();
})();
