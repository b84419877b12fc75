// A mail server that keeps what it is given, for the tests of mails.
import { type AddressInfo, createServer, type Socket } from 'node:net';

interface Letter {
  to: string;
  text: string;
}

export interface MailServer {
  port: number;
  letters: Letter[];
  /** The first link that begins with path in a letter to somebody, once it is here. */
  link: (to: string, path: string) => Promise<string>;
  stop: () => Promise<void>;
}

/**
 * taken: called when a letter is here whole and before the sender is told so.
 * slow: the most milliseconds that pass before a sender is greeted.
 */
export async function startMail({ taken, slow = 0 }: { taken?: () => void; slow?: number } = {}): Promise<MailServer> {
  const letters: Letter[] = [];
  const server = createServer((socket) => {
    setTimeout(() => talk(socket, letters, taken), Math.random() * slow);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    letters,
    async link(to, path) {
      for (let i = 0; i < 400; i++) {
        const found = letters
          .filter((l) => l.to === to)
          .map((l) => l.text.match(new RegExp(`http://[^"\\s<]*${path}[^"\\s<>)]+`))?.[0])
          .find(Boolean);
        if (found) return found;
        await new Promise((resolve) => {
          setTimeout(resolve, 25);
        });
      }
      throw new Error(`no mail to ${to} with ${path}; there are ${letters.map((l) => l.to)}`);
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}

function talk(socket: Socket, letters: Letter[], taken?: () => void) {
  let rest = '';
  let to = '';
  let data: string[] | null = null;
  socket.write('220 test\r\n');
  socket.on('data', (chunk) => {
    rest += String(chunk);
    for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 2);
      if (data !== null) {
        if (line !== '.') {
          data.push(line.replace(/^\.\./, '.'));
          continue;
        } // RFC 5321, 4.5.2
        letters.push({ to, text: decode(data.join('\r\n')) });
        data = null;
        taken?.();
        socket.write('250 kept\r\n');
      } else if (/^DATA/i.test(line)) {
        data = [];
        socket.write('354 go on\r\n');
      } else if (/^QUIT/i.test(line)) {
        socket.end('221 bye\r\n');
      } else {
        to = line.match(/^RCPT TO:<(.+?)>/i)?.[1] ?? to;
        socket.write('250 ok\r\n');
      }
    }
  });
}

/** The parts of a letter as they read, quoted-printable and base64 undone. */
function decode(letter: string) {
  const bytes = letter
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  const quoted = Buffer.from(bytes, 'latin1').toString();
  const packed = [...letter.matchAll(/base64\r\n(?:[^\r\n]+\r\n)*\r\n([A-Za-z0-9+/=\r\n]+)/g)].map(([, part = '']) =>
    Buffer.from(part, 'base64').toString(),
  );
  return [quoted, ...packed].join('\n');
}
