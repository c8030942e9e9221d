export type Theme = "system" | "light" | "dark";

const storageKey = "afterglow-theme";
const following: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };

function read(): Theme {
  try {
    const stored = localStorage.getItem(storageKey);
    return stored === "light" || stored === "dark" ? stored : "system";
  } catch {
    return "system";
  }
}

class ThemeChoice {
  value = $state<Theme>("system");

  /** Call before the first paint. */
  restore(): void {
    this.apply(read());
  }

  next(): void {
    this.set(following[this.value]);
  }

  set(value: Theme): void {
    this.apply(value);
    try {
      localStorage.setItem(storageKey, this.value);
    } catch {
      // Storage is forbidden here: the choice lasts as long as the page.
    }
  }

  private apply(theme: Theme): void {
    this.value = theme;
    if (theme === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
  }
}

export const theme = new ThemeChoice();
