/** The browser's storage, which may be forbidden or full: what cannot be kept is not, and what cannot be read is not there. */
export function readKept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Null to remove it. Writing what is there already does nothing: it would go round among the tabs. */
export function writeKept(key: string, value: string | null) {
  try {
    if (localStorage.getItem(key) === value) {
      return;
    }
    if (value === null) {
      localStorage.removeItem(key);
    } else {
      localStorage.setItem(key, value);
    }
  } catch {
    return;
  }
}
