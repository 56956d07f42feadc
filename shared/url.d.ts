// All that `shared/` uses of its platform: Node and browsers both have it (https://url.spec.whatwg.org/#url-class).
declare class URL {
  constructor(url: string, base?: string | URL);
  static canParse(url: string, base?: string): boolean;
  readonly origin: string;
  protocol: string;
  username: string;
  password: string;
  host: string;
  hostname: string;
  port: string;
  pathname: string;
  search: string;
  hash: string;
  href: string;
  readonly searchParams: { get(name: string): string | null };
}
