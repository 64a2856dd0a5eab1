/** What jsdom lacks. */
window.matchMedia = () => ({ matches: false, addEventListener() {} })
