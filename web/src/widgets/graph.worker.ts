import { layoutGraph, type Unplaced } from "../base/graph_layout";

onmessage = ({ data }: MessageEvent<Unplaced>) => postMessage(layoutGraph(data));
