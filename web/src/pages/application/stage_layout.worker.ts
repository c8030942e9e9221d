import { placeStages, type Unplaced } from "./stage_layout";

onmessage = ({ data }: MessageEvent<Unplaced>) => postMessage(placeStages(data));
