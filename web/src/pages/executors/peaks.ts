import type { Executor } from "../../api/executors";

export interface PeakColumn {
  /** As Spark's ExecutorMetrics calls it. */
  key: string;
  label: string;
  hint: string;
  unit: "bytes" | "count" | "duration";
}

const all: readonly PeakColumn[] = [
  column("JVMHeapMemory", "JVM heap"),
  column("JVMOffHeapMemory", "JVM off heap"),
  column("OnHeapExecutionMemory", "Execution on heap"),
  column("OffHeapExecutionMemory", "Execution off heap"),
  column("OnHeapStorageMemory", "Storage on heap"),
  column("OffHeapStorageMemory", "Storage off heap"),
  column("OnHeapUnifiedMemory", "Unified on heap", "Execution and storage together"),
  column("OffHeapUnifiedMemory", "Unified off heap", "Execution and storage together"),
  column("DirectPoolMemory", "Direct buffers"),
  column("MappedPoolMemory", "Mapped buffers"),
  column("ProcessTreeJVMRSSMemory", "JVM resident", "Resident set of the Java processes"),
  column("ProcessTreeJVMVMemory", "JVM virtual", "Address space of the Java processes"),
  column("ProcessTreePythonRSSMemory", "Python resident", "Resident set of the Python processes"),
  column("ProcessTreePythonVMemory", "Python virtual", "Address space of the Python processes"),
  column("ProcessTreeOtherRSSMemory", "Others resident", "Resident set of all other processes"),
  column("ProcessTreeOtherVMemory", "Others virtual", "Address space of all other processes"),
  { key: "MinorGCCount", label: "Minor GCs", hint: "", unit: "count" },
  { key: "MinorGCTime", label: "Minor GC time", hint: "", unit: "duration" },
  { key: "MajorGCCount", label: "Major GCs", hint: "", unit: "count" },
  { key: "MajorGCTime", label: "Major GC time", hint: "", unit: "duration" },
  { key: "ConcurrentGCCount", label: "Concurrent GCs", hint: "", unit: "count" },
  { key: "ConcurrentGCTime", label: "Concurrent GC time", hint: "", unit: "duration" },
  { key: "TotalGCTime", label: "All GC time", hint: "", unit: "duration" },
];

function column(key: string, label: string, hint = ""): PeakColumn {
  return { key, label, hint, unit: "bytes" };
}

/** The heap always; of the others, what any executor has a value of. */
export function peakColumns(executors: readonly Executor[]): PeakColumn[] {
  return all.filter(
    ({ key }, index) =>
      index === 0 || executors.some(({ peakMemoryMetrics }) => peakMemoryMetrics?.[key]),
  );
}
