/** jsdom has a byte array of its own, which the contract asks for: what the real port brings is handed on as one. */
export function ofThisPage(port: MessagePort): MessagePort {
  Object.defineProperty(port, 'onmessage', {
    set: (listener: (event: { readonly data: unknown }) => void) => {
      port.addEventListener('message', ({ data }: MessageEvent<object>) =>
        listener({ data: 'data' in data ? { ...data, data: new Uint8Array(data.data as Uint8Array) } : data }),
      );
      port.start();
    },
  });
  return port;
}
