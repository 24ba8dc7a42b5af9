/**
 * Debian's WebKitGTK, driven through the protocol that its own driver speaks: WebDriver
 * (https://www.w3.org/TR/webdriver2/). It needs a screen: a virtual one, made for it alone.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { callOf, windowSize, type Tab } from './tab';

/** The small browser that comes with WebKitGTK. */
const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
const miniBrowserPath = `/usr/lib/${machine}-linux-gnu/webkit2gtk-4.1/MiniBrowser`;

/** The key under which the protocol names an element. */
const elementKey = 'element-6066-11e4-a52e-4f735466cecf';

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Starts a screen that nobody sees; it tells its number through the fourth of its files. */
async function startScreen(): Promise<{ screen: ChildProcess; display: string }> {
  const size = `${windowSize.width}x${windowSize.height}x24`;
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [number] = (await once(screen.stdio[3] as Readable, 'data')) as [Buffer];
  return { screen, display: `:${String(number).trim()}` };
}

/** One request to the driver: its value, or what it says is wrong. */
type Ask = (method: 'GET' | 'POST' | 'DELETE', path: string, content?: object) => Promise<unknown>;

async function startDriver(display: string): Promise<{ driver: ChildProcess; ask: Ask }> {
  const port = await freePort();
  const environment = {
    DISPLAY: display,
    // Root may not make the sandbox; pictures are drawn without a graphics card, the plain way.
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    WEBKIT_DISABLE_DMABUF_RENDERER: '1',
    LIBGL_ALWAYS_SOFTWARE: '1',
  };
  const driver = spawn('WebKitWebDriver', [`--port=${port}`], {
    env: { ...process.env, ...environment },
    stdio: 'ignore',
  });
  const ask: Ask = async (method, path, content) => {
    const body = content && JSON.stringify(content);
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body });
    const { value } = (await response.json()) as { value: unknown };
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`);
    return value;
  };
  for (let attempt = 0; attempt < 200; attempt++) {
    const isUp = await ask('GET', '/status').then(
      () => true,
      () => false,
    );
    if (isUp) return { driver, ask };
    await pause(50);
  }
  driver.kill();
  throw new Error('WebKitWebDriver does not answer.');
}

async function startSession(ask: Ask): Promise<string> {
  const options = { 'webkitgtk:browserOptions': { binary: miniBrowserPath, args: ['--automation'] } };
  const { sessionId } = (await ask('POST', '/session', { capabilities: { alwaysMatch: options } })) as {
    sessionId: string;
  };
  const session = `/session/${sessionId}`;
  await ask('POST', `${session}/window/rect`, windowSize);
  // How long one looks for an element, in milliseconds.
  await ask('POST', `${session}/timeouts`, { implicit: 10_000 });
  return session;
}

/** Starts a WebKitGTK with one empty tab. */
export async function startWebKit(): Promise<Tab> {
  const { screen, display } = await startScreen();
  const { driver, ask } = await startDriver(display);
  const session = await startSession(ask);

  /** A promise's failure has to travel as a value: the protocol knows none. */
  async function run(program: string): Promise<unknown> {
    const script = `const answer = arguments[0];
      new Promise((resolve) => resolve(${program}))
        .then((value) => answer({ value }), (error) => answer({ error: String(error) }));`;
    const { value, error } = (await ask('POST', `${session}/execute/async`, { script, args: [] })) as {
      value?: unknown;
      error?: string;
    };
    if (error !== undefined) throw new Error(error);
    return value;
  }

  return {
    open: async (url) => void (await ask('POST', `${session}/url`, { url })),
    reload: async () => void (await ask('POST', `${session}/refresh`, {})),
    run: (work, ...given) => run(callOf(work, given)) as Promise<never>,
    click: async (path) => {
      const found = await ask('POST', `${session}/element`, { using: 'xpath', value: path });
      const element = (found as Record<string, string>)[elementKey];
      await ask('POST', `${session}/element/${element}/click`, {});
    },
    close: async () => {
      await ask('DELETE', session).finally(() => {
        driver.kill();
        screen.kill();
      });
    },
  };
}
