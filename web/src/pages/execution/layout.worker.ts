import { layout, type Unplaced } from "./layout";

onmessage = ({ data }: MessageEvent<Unplaced>) => postMessage(layout(data));
