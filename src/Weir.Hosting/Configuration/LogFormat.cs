namespace Weir.Hosting.Configuration;

/// <summary>How log lines are written: for people, or one JSON object a line.</summary>
public enum LogFormat
{
    Text,
    Json,
}
