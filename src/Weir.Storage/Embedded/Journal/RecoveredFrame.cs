using Weir.Storage.Files;

namespace Weir.Storage.Embedded.Journal;

/// <summary>A frame that recovery found whole, and where it starts.</summary>
internal readonly record struct RecoveredFrame(JournalFile File, long Position, JournalFrameHeader Header)
{
    public byte[] ReadBody()
    {
        byte[] body = new byte[Header.Length];
        File.File.ReadFully(body, Position + JournalFrameHeader.Bytes);
        return body;
    }
}
