namespace KhcnIoc.Web.Components.Overview;

/// <summary>Since when a circuit's reader wants to know what changed. One a circuit; the cookie is read only while the server renders the document.</summary>
internal sealed class LookMemory
{
    public bool IsKnown { get; set; }

    /// <summary><see langword="null"/> = a first visit.</summary>
    public DateTimeOffset? Since { get; set; }
}
