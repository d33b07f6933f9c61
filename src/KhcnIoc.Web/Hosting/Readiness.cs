namespace KhcnIoc.Web.Hosting;

/// <summary>How far the start has come; what <c>/readyz</c> answers.</summary>
internal sealed class Readiness
{
    private volatile string? _waitingFor = "store: not opened yet";

    /// <summary>What is still missing; <see langword="null"/> = ready.</summary>
    public string? WaitingFor => _waitingFor;

    public bool IsReady => _waitingFor is null;

    public void Waiting(string reason) => _waitingFor = reason;

    public void Ready() => _waitingFor = null;
}
