/**
 * Keys by their place on the keyboard (UI Events KeyboardEvent code values) as PC keyboards number them: scan code set 1,
 * which SPICE servers take. 0xe0 stands before those that came with later keyboards.
 */
const SINGLE = new Map<string, number>(
  Object.entries({
    Escape: 0x01,
    ...row(
      0x02,
      'Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0 Minus Equal Backspace Tab',
    ),
    ...row(
      0x10,
      'KeyQ KeyW KeyE KeyR KeyT KeyY KeyU KeyI KeyO KeyP BracketLeft BracketRight Enter ControlLeft',
    ),
    ...row(
      0x1e,
      'KeyA KeyS KeyD KeyF KeyG KeyH KeyJ KeyK KeyL Semicolon Quote Backquote ShiftLeft Backslash',
    ),
    ...row(
      0x2c,
      'KeyZ KeyX KeyC KeyV KeyB KeyN KeyM Comma Period Slash ShiftRight NumpadMultiply AltLeft Space',
    ),
    ...row(0x3a, 'CapsLock F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 NumLock ScrollLock'),
    ...row(0x47, 'Numpad7 Numpad8 Numpad9 NumpadSubtract Numpad4 Numpad5 Numpad6 NumpadAdd'),
    ...row(0x4f, 'Numpad1 Numpad2 Numpad3 Numpad0 NumpadDecimal'),
    ...row(0x56, 'IntlBackslash F11 F12 NumpadEqual'),
    ...row(0x64, 'F13 F14 F15 F16 F17 F18 F19 F20 F21 F22 F23'),
    KanaMode: 0x70,
    IntlRo: 0x73,
    F24: 0x76,
    Convert: 0x79,
    NonConvert: 0x7b,
    IntlYen: 0x7d,
    NumpadComma: 0x7e,
  }),
);

const EXTENDED = new Map<string, number>(
  Object.entries({
    NumpadEnter: 0x1c,
    ControlRight: 0x1d,
    AudioVolumeMute: 0x20,
    AudioVolumeDown: 0x2e,
    AudioVolumeUp: 0x30,
    NumpadDivide: 0x35,
    PrintScreen: 0x37,
    AltRight: 0x38,
    ...row(0x47, 'Home ArrowUp PageUp'),
    ArrowLeft: 0x4b,
    ArrowRight: 0x4d,
    ...row(0x4f, 'End ArrowDown PageDown Insert Delete'),
    ...row(0x5b, 'MetaLeft MetaRight ContextMenu'),
  }),
);

const PREFIX = 0xe0;
/** Added to a key's number when it comes up. */
const UP = 0x80;

function row(first: number, names: string): Record<string, number> {
  return Object.fromEntries(names.split(' ').map((name, at) => [name, first + at]));
}

/**
 * What a SPICE server is sent for a key: its bytes, the first one lowest.
 *
 * @return undefined for keys that PC keyboards do not have
 */
export function scanCode(code: string, isDown: boolean): number | undefined {
  const up = isDown ? 0 : UP;
  if (code === 'Pause') {
    // The one key of three bytes.
    return 0xe1 | ((0x1d | up) << 8) | ((0x45 | up) << 16);
  }
  const extended = EXTENDED.get(code);
  if (extended !== undefined) {
    return PREFIX | ((extended | up) << 8);
  }
  const single = SINGLE.get(code);
  return single === undefined ? undefined : single | up;
}
