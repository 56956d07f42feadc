// A small stand-in for the `electron` module: it records what the entry files ask for and carries messages to the test, which has the page.
import { EventEmitter } from 'node:events';
import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';

// Before any other module of the application looks at it.
if (process.env.STAND_IN_PLATFORM) Object.defineProperty(process, 'platform', { value: process.env.STAND_IN_PLATFORM });

const paths = new Map();
const permissionHandlers = {};
const windows = [];
let answerPage;
/** What the next message boxes are answered with; the button that cancels where the test says nothing. */
let messageBoxAnswer;

const tell = (message) => process.send?.(message);

// Electron names the folder of what was packed; a checkout has none.
// Arguments follow the program at once where that is packed; node has the script between them.
if (process.env.STAND_IN_PACKAGED === 'yes') process.argv.splice(1, 1);
if (process.env.STAND_IN_RESOURCES) process.resourcesPath = process.env.STAND_IN_RESOURCES;

export const app = Object.assign(new EventEmitter(), {
  isPackaged: process.env.STAND_IN_PACKAGED === 'yes',
  setName: () => {},
  setAppUserModelId: (id) => tell({ kind: 'call', name: 'app-id', value: id }),
  setPath: (name, path) => paths.set(name, path),
  getPath: (name) => paths.get(name) ?? process.cwd(),
  getVersion: () => '0.1.0',
  getName: () => 'longshore',
  getLocale: () => 'en-US',
  whenReady: async () => {
    // On macOS a link that starts the application comes before it is ready.
    if (process.env.STAND_IN_OPEN_URL) app.emit('open-url', { preventDefault: () => {} }, process.env.STAND_IN_OPEN_URL);
  },
  setAsDefaultProtocolClient: (...given) => {
    tell({ kind: 'call', name: 'protocol-client', value: given });
    return true;
  },
  requestSingleInstanceLock: (more) => {
    tell({ kind: 'call', name: 'requestSingleInstanceLock', value: more });
    return true;
  },
  exit: (code) => process.exit(code),
  getFileIcon: async (path) => ({ iconOf: path }),
  setBadgeCount: (count) => tell({ kind: 'call', name: 'badge', value: count }),
  quit() {
    let prevented = false;
    app.emit('before-quit', { preventDefault: () => (prevented = true) });
    if (!prevented) process.exit(0);
  },
});

export const ipcMain = new EventEmitter();
export const nativeTheme = { shouldUseDarkColors: false };
export const shell = {};
export const dialog = {
  showErrorBox: (title, text) => tell({ kind: 'error-box', title, text }),
  showMessageBox: async (...given) => {
    const options = given.at(-1);
    tell({ kind: 'call', name: 'message-box', value: options });
    return { response: messageBoxAnswer ?? options.cancelId };
  },
};
export const Menu = {
  setApplicationMenu: () => {},
  buildFromTemplate: (template) => {
    tell({ kind: 'call', name: 'menu', value: JSON.parse(JSON.stringify(template)) });
    return template;
  },
};

/** What a person could click outside of the windows. */
let tray;
let notification;
/** Whether a window is in front. */
let isInFront = true;

export class Tray extends EventEmitter {
  constructor() {
    super();
    tray = this;
  }
  setToolTip = (tip) => tell({ kind: 'call', name: 'tray', value: tip });
  setContextMenu(menu) {
    this.menu = menu;
  }
  destroy() {
    tray = undefined;
    tell({ kind: 'call', name: 'tray', value: null });
  }
}

export class Notification extends EventEmitter {
  static isSupported = () => true;
  constructor(options) {
    super();
    this.options = options;
  }
  show() {
    notification = this;
    tell({ kind: 'call', name: 'notification', value: this.options });
  }
}

export const nativeImage = { createEmpty: () => ({ addRepresentation: () => {} }) };
export const powerMonitor = new EventEmitter();
export const powerSaveBlocker = {
  start: (kind) => {
    tell({ kind: 'call', name: 'awake', value: kind });
    return 1;
  },
  stop: () => tell({ kind: 'call', name: 'awake', value: null }),
};

/** What may be asked by `net`, as its session says. */
let beforeRequest = (_details, answer) => answer({});

export const session = {
  fromPartition: () => ({ webRequest: { onBeforeRequest: (handler) => (beforeRequest = handler) } }),
  defaultSession: {
    resolveProxy: async () => 'DIRECT',
    setPermissionRequestHandler: (handler) => (permissionHandlers.request = handler),
    setPermissionCheckHandler: (handler) => (permissionHandlers.check = handler),
  },
};

export const net = {
  request({ session: _, ...options }) {
    const url = `${options.protocol}//${options.hostname}${options.port ? `:${options.port}` : ''}${options.path}`;
    let blocked = false;
    beforeRequest({ url }, ({ cancel }) => (blocked = cancel === true));
    tell({ kind: 'call', name: 'net', value: { url, blocked } });
    const request = (options.protocol === 'http:' ? plainRequest : tlsRequest)(options);
    if (blocked) request.destroy(new Error('net::ERR_BLOCKED_BY_CLIENT'));
    return request;
  },
};

/** Of the system: electron-updater tells it that it ends the application. */
export const autoUpdater = new EventEmitter();

export const protocol = {
  registerSchemesAsPrivileged: (schemes) => tell({ kind: 'call', name: 'schemes', value: schemes }),
  handle: (_scheme, handler) => (answerPage = handler),
};

class Contents extends EventEmitter {
  isDestroyed = () => false;
  startDrag = (item) => tell({ kind: 'call', name: 'drag', value: item });
  setWindowOpenHandler(handler) {
    this.windowOpen = handler;
  }
}

export class BrowserWindow extends EventEmitter {
  constructor(options) {
    super();
    this.webContents = new Contents();
    windows.push(this);
    app.emit('web-contents-created', {}, this.webContents);
    tell({ kind: 'call', name: 'window', value: options });
  }
  static getAllWindows = () => [...windows];
  static getFocusedWindow = () => (isInFront ? (windows.find((window) => window.focused) ?? null) : null);
  getNormalBounds = () => ({ x: 0, y: 0, width: 1280, height: 800 });
  loadURL(url) {
    tell({ kind: 'call', name: 'load', value: url });
    tell({ kind: 'load', url });
    setImmediate(() => this.emit('ready-to-show'));
    return Promise.resolve();
  }
  close() {
    let prevented = false;
    this.emit('close', { preventDefault: () => (prevented = true) });
    if (!prevented) {
      windows.splice(windows.indexOf(this), 1);
      this.emit('closed');
      if (windows.length === 0) app.emit('window-all-closed');
    }
    return prevented;
  }
  show() {
    tell({ kind: 'call', name: 'show' });
  }
  focus() {
    for (const window of windows) window.focused = window === this;
    app.emit('browser-window-focus', {}, this);
    tell({ kind: 'call', name: 'focus' });
  }
  setProgressBar = (progress, options) => tell({ kind: 'call', name: 'progress', value: { progress, ...options } });
  isMinimized = () => this.minimised === true;
  restore() {
    this.minimised = false;
    tell({ kind: 'call', name: 'restore' });
  }
}

/** The main process's end of a message port, as Electron gives it. */
class MessagePortMain extends EventEmitter {
  constructor(id) {
    super();
    this.id = id;
  }
  postMessage(data) {
    tell({ kind: 'port', id: this.id, data });
  }
  start() {}
  close() {}
}

const ports = new Map();

/** What a page could try, and what the handlers say to it. */
function attempt(name, value) {
  const [window] = windows;
  switch (name) {
    case 'navigate': {
      let prevented = false;
      window.webContents.emit('will-navigate', { url: value, preventDefault: () => (prevented = true) });
      return prevented;
    }
    case 'webview': {
      let prevented = false;
      window.webContents.emit('will-attach-webview', { preventDefault: () => (prevented = true) });
      return prevented;
    }
    case 'close':
      return window.close();
    case 'windows':
      return windows.length;
    case 'in-front':
      isInFront = value;
      return undefined;
    case 'tray':
      return value === undefined ? tray?.menu.map(({ label }) => label) : tray.menu.find(({ label }) => label === value).click();
    case 'click-notification':
      return void notification.emit('click');
    case 'power':
      return void powerMonitor.emit(value);
    case 'quit':
      return void app.quit();
    case 'open':
      return window.webContents.windowOpen({ url: value }).action;
    case 'permission': {
      let granted;
      permissionHandlers.request(window.webContents, value, (answer) => (granted = answer));
      return [granted, permissionHandlers.check(window.webContents, value)];
    }
    default:
      throw new Error(`unknown attempt ${name}`);
  }
}

process.on('message', async (message) => {
  switch (message.kind) {
    case 'connect': {
      const port = new MessagePortMain(message.id);
      ports.set(message.id, port);
      ipcMain.emit(
        message.channel,
        {
          ports: [port],
          sender: windows[message.window ?? 0].webContents,
          senderFrame: { url: message.sender, parent: message.parent ?? null },
        },
        null,
      );
      break;
    }
    case 'port':
      ports.get(message.id)?.emit('message', { data: message.data });
      break;
    case 'fetch': {
      const answer = await answerPage(new Request(message.url));
      tell({
        kind: 'fetched',
        id: message.id,
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: Buffer.from(await answer.arrayBuffer()),
      });
      break;
    }
    case 'attempt':
      tell({ kind: 'attempted', id: message.id, value: attempt(message.name, message.value) });
      break;
    case 'second-instance':
      app.emit('second-instance', {}, message.argv, '/', message.more ?? {});
      break;
    case 'open-url':
      app.emit('open-url', { preventDefault: () => {} }, message.url);
      break;
    case 'focus':
      windows[message.window].focus();
      break;
    case 'minimise':
      windows[0].minimised = true;
      break;
    case 'message-box-answer':
      messageBoxAnswer = message.response;
      break;
    case 'quit':
      app.quit();
      break;
  }
});

export default {
  app,
  autoUpdater,
  net,
  ipcMain,
  shell,
  dialog,
  session,
  protocol,
  Menu,
  Tray,
  Notification,
  nativeImage,
  powerMonitor,
  powerSaveBlocker,
  BrowserWindow,
  nativeTheme,
};
