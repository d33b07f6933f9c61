namespace KhcnIoc.Storage;

/// <summary>What keeps the store from answering.</summary>
public enum StoreTrouble
{
    /// <summary>Another process holds the database for longer than the command time-out.</summary>
    Locked,

    /// <summary>No space left (disk, quota or configured size).</summary>
    Full,

    /// <summary>The file or server cannot be reached or written.</summary>
    Unreachable,

    /// <summary>Anything else that the database refused.</summary>
    Failed,
}

/// <summary>The database could not be read or written. Nothing of the call was stored or acknowledged; the same call may be made again.</summary>
public sealed class StoreUnavailableException(StoreTrouble trouble, string message, Exception inner) : Exception(message, inner)
{
    public StoreTrouble Trouble { get; } = trouble;
}
