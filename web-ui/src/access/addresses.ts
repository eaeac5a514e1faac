const TLS_PORTS = new Set(['443', '6443', '8443', '9443']);

/**
 * The address at which a browser opens a service, or null where the text is none: it comes from the cluster, and
 * nothing but host and port may become a link.
 */
export function safeAddress(hostAndPort: string | null | undefined, port?: number | null): string | null {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?):(\d{1,5})$/i.exec(hostAndPort ?? '');
  if (match === null || Number(match[3]) < 1 || Number(match[3]) > 65535) {
    return null;
  }
  const scheme = TLS_PORTS.has(String(port ?? match[3])) ? 'https' : 'http';
  return `${scheme}://${match[1]}:${match[3]}`;
}
