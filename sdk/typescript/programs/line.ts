/** The line between a page and the service, which can be cut. */
import { createServer, connect, type Socket } from "node:net";

export class Line {
  readonly #sockets = new Set<Socket>();
  #cut = false;
  readonly #server = createServer((near) => {
    if (this.#cut) return near.destroy();
    const far = connect(this.port, this.host);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        this.#sockets.delete(from);
        to.destroy();
      });
    }
    return undefined;
  });

  constructor(
    readonly host: string,
    readonly port: number,
  ) {}

  /** Open it at a free port of its own, which is returned. */
  async open(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, this.host, resolve));
    const address = this.#server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  cut(): void {
    this.#cut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#cut = false;
  }

  close(): void {
    this.cut();
    this.#server.close();
  }
}
