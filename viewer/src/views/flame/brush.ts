/** Draws boxes and names with custom properties of the style sheet as colours. */
export class Brush {
  private readonly letter: number;
  private readonly colours = new Map<string, string>();

  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly style: CSSStyleDeclaration,
    private readonly lineHeight: number,
  ) {
    context.textBaseline = 'middle';
    context.font = `12px ${style.getPropertyValue('--mono')}`;
    this.letter = context.measureText('x').width || 1;
  }

  fill(colour: string, alpha: number, x: number, y: number, width: number, height: number): void {
    this.context.globalAlpha = alpha;
    this.context.fillStyle = this.colour(colour);
    this.context.fillRect(x, y, width, height);
    this.context.globalAlpha = 1;
  }

  /** Letters have one width. A longer name is cut, not clipped. */
  name(text: string, colour: string, x: number, y: number, width: number): void {
    const letters = Math.floor(width / this.letter);
    const shown = text.length <= letters ? text : `${text.slice(0, Math.max(letters - 1, 0))}…`;
    this.context.fillStyle = this.colour(colour);
    this.context.fillText(shown, x, y + this.lineHeight / 2, width);
  }

  outline(x: number, y: number, width: number, height: number): void {
    this.context.strokeStyle = this.colour('text');
    this.context.lineWidth = 2;
    this.context.strokeRect(x + 1, y + 1, Math.max(width - 2, 1), height - 2);
  }

  private colour(name: string): string {
    const known = this.colours.get(name);
    if (known !== undefined) return known;
    const value = this.style.getPropertyValue(`--${name}`);
    this.colours.set(name, value);
    return value;
  }
}
