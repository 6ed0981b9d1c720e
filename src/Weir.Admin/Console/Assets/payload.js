// The value of a message as text, JSON or bytes.

const HEX_BYTES_MAX = 64 << 10;
const ROW = 16;

export function bytesOf(message) {
  if (message.value === null) return new Uint8Array();
  if (message.valueEncoding === 'text') return new TextEncoder().encode(message.value);
  return Uint8Array.from(atob(message.value), c => c.charCodeAt(0));
}

/** Pretty JSON, or null when it is none. Only objects and lists count: any number is JSON too. */
export function jsonOf(message) {
  if (message.valueEncoding !== 'text' || !/^\s*[[{]/.test(message.value ?? '')) return null;
  try {
    JSON.parse(message.value);
  } catch {
    return null;
  }
  return indented(message.value);
}

/** The same letters with other white space: numbers stay as they were written, however long. */
function indented(text) {
  let depth = 0;
  const line = () => '\n' + '  '.repeat(depth);
  return (text.match(/"(?:[^"\\]|\\.)*"|[^\s"[\]{},:]+|[[\]{},:]/g) ?? []).reduce((out, token, i, all) => {
    switch (token) {
      case '{': case '[':
        depth++;
        return out + token + (/^[\]}]$/.test(all[i + 1]) ? '' : line());
      case '}': case ']':
        depth--;
        return out + (/^[[{]$/.test(all[i - 1]) ? '' : line()) + token;
      case ',': return out + ',' + line();
      case ':': return out + ': ';
      default: return out + token;
    }
  }, '');
}

/** Offset, bytes and characters, sixteen a row. */
export function hexOf(bytes) {
  const rows = [];
  for (let at = 0; at < Math.min(bytes.length, HEX_BYTES_MAX); at += ROW) {
    const row = [...bytes.subarray(at, at + ROW)];
    const digits = row.map(b => b.toString(16).padStart(2, '0')).join(' ').padEnd(ROW * 3 - 1);
    const characters = row.map(b => (b >= 32 && b < 127 ? String.fromCharCode(b) : '.')).join('');
    rows.push(`${at.toString(16).padStart(6, '0')}  ${digits}  ${characters}`);
  }
  if (bytes.length > HEX_BYTES_MAX) rows.push('…');
  return rows.join('\n');
}
