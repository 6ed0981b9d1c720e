using System.Diagnostics;
using System.Globalization;
using Weir.Broker;

namespace Weir.Admin.Metrics;

/// <summary>Memory, garbage collection, processor time, and the disk that the data lie on.</summary>
internal sealed class ProcessMetrics(MessageBroker broker, BrokerHealth health, DataDisk disk) : IMetricSource
{
    public void Write(IMetricWriter writer)
    {
        writer.Gauge("weir_info", "Always 1; the version is a label.");
        writer.Sample("weir_info", 1, "version", typeof(ProcessMetrics).Assembly.GetName().Version?.ToString(3) ?? "0");
        writer.Gauge("weir_ready", "1 while the broker wants traffic.");
        writer.Sample("weir_ready", health is { IsLive: true, IsReady: true, IsStopping: false } ? 1 : 0);
        writer.Gauge("weir_uptime_seconds", "Seconds since the start.");
        writer.Sample("weir_uptime_seconds", (broker.NowMs - health.StartedMs) / 1000.0);
        writer.Gauge("weir_disk_free_bytes", "Bytes free on the disk of the data directory.");
        writer.Gauge("weir_disk_size_bytes", "Size of the disk of the data directory.");
        if (disk.Look() is { } space)
        {
            writer.Sample("weir_disk_free_bytes", space.FreeBytes);
            writer.Sample("weir_disk_size_bytes", space.SizeBytes);
        }

        using var process = Process.GetCurrentProcess();
        writer.Counter("process_cpu_seconds_total", "Processor time, user and system.");
        writer.Sample("process_cpu_seconds_total", process.TotalProcessorTime.TotalSeconds);
        writer.Gauge("process_resident_memory_bytes", "Resident memory.");
        writer.Sample("process_resident_memory_bytes", process.WorkingSet64);
        writer.Gauge("process_open_threads", "Threads.");
        writer.Sample("process_open_threads", process.Threads.Count);
        writer.Gauge("dotnet_heap_bytes", "Managed heap.");
        writer.Sample("dotnet_heap_bytes", GC.GetTotalMemory(false));
        writer.Counter("dotnet_allocated_bytes_total", "Bytes allocated on the managed heap.");
        writer.Sample("dotnet_allocated_bytes_total", GC.GetTotalAllocatedBytes());
        writer.Counter("dotnet_collections_total", "Garbage collections by generation.");
        for (int generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            writer.Sample(
                "dotnet_collections_total", GC.CollectionCount(generation), "generation",
                generation.ToString(CultureInfo.InvariantCulture));
        }

        writer.Counter("dotnet_gc_pause_seconds_total", "Time that all threads stood still for collections.");
        writer.Sample("dotnet_gc_pause_seconds_total", GC.GetTotalPauseDuration().TotalSeconds);
    }
}
