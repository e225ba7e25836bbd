/** The part of pngjs that is used here; it comes without types. */
declare module 'pngjs' {
  export class PNG {
    constructor(options: { width: number; height: number });
    width: number;
    height: number;
    /** RGBA, 8 bits each, row by row. */
    data: Buffer;
    static sync: {
      read(bytes: Buffer): PNG;
      write(image: PNG, options?: { colorType?: number; deflateLevel?: number; filterType?: number }): Buffer;
    };
  }
}
