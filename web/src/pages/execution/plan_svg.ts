import { type Face, headHeight, lineHeight } from "./figures";
import { type Box, curve, type Placed } from "../../base/graph_layout";
import { passedOn, type Plan } from "./plan";

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(text: string): string {
  // What no XML may hold goes.
  // eslint-disable-next-line no-control-regex
  const legal = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "");
  return legal.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);
}

/** The whole drawing of a plan as a file, in the one colour of whatever it is put into. */
export function planSvg(plan: Plan, placed: Placed, faces: ReadonlyMap<number, Face>): string {
  const { nodes, clusters } = plan;
  const byId = new Map([...nodes, ...clusters].map((node) => [node.id, node]));
  const [width, height] = [Math.ceil(placed.width), Math.ceil(placed.height)];
  const text = (x: number, y: number, of: string, more = "") =>
    `<text x="${x}" y="${y}"${more}>${escaped(of)}</text>`;
  const rect = ({ x, y, width: w, height: h }: Box, more: string) =>
    `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="6" ${more}/>`;

  const around = placed.clusters.flatMap((box) => [
    rect(box, 'fill="none" stroke="currentColor" stroke-dasharray="4 3" stroke-opacity="0.6"'),
    text(box.x + 10, box.y + 15, byId.get(box.id)?.name ?? ""),
  ]);
  const arrows = placed.edges.flatMap(({ from, points }) => {
    const node = byId.get(from);
    const told = node && passedOn(node);
    return [
      `<path d="${curve(points)}" fill="none" stroke="currentColor" marker-end="url(#arrow)"/>`,
      ...(told && points[0] ? [text(points[0].x + 7, points[0].y + 15, told)] : []),
    ];
  });
  const boxes = placed.nodes.flatMap((box) => {
    const face = faces.get(box.id);
    const node = byId.get(box.id);
    if (!face || !node) return [];
    const share = plan.longest > 0 ? (node.time ?? 0) / plan.longest : 0;
    const heat = { ...box, y: box.y + box.height - 4, width: box.width * share, height: 4 };
    return [
      `<g><title>${escaped(node.description)}</title>`,
      rect(box, 'fill="none" stroke="currentColor"'),
      ...(share > 0 ? [rect(heat, 'fill="currentColor" fill-opacity="0.5"')] : []),
      text(box.x + 10, box.y + headHeight - 8, face.name, ' font-weight="bold" font-size="12"'),
      ...face.lines.map((line, index) =>
        text(box.x + 10, box.y + headHeight + index * lineHeight + 8, line),
      ),
      "</g>",
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="11" fill="currentColor">`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0,0.5L8,4L0,7.5z"/></marker></defs>',
    ...around,
    ...arrows,
    ...boxes,
    "</svg>",
    "",
  ].join("\n");
}
