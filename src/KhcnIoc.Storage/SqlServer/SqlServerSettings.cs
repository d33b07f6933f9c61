using Microsoft.Data.SqlClient;

namespace KhcnIoc.Storage.SqlServer;

/// <summary>What the errors of SQL Server mean to the store.</summary>
internal static class SqlServerSettings
{
    /// <summary>A row with that key exists: unique index, or primary key and unique constraint.</summary>
    public static bool IsDuplicateKey(int number) => number is 2601 or 2627;

    public static StoreTrouble TroubleOf(int number) => number switch
    {
        1105 or 9002 or 1101 or 5149 => StoreTrouble.Full,
        -2 or 1205 or 1222 => StoreTrouble.Locked,
        -1 or 2 or 20 or 53 or 64 or 121 or 233 or 4060 or 10053 or 10054 or 10060 or 10061 or 11001 or 18456 => StoreTrouble.Unreachable,
        _ => StoreTrouble.Failed,
    };

    public static StoreUnavailableException? Explain(Exception exception)
    {
        if (exception is InvalidOperationException && exception.Source == "Core Microsoft SqlClient Data Provider")
            return new(StoreTrouble.Unreachable, "The connection to SQL Server is gone; nothing was stored.", exception);
        if (exception is not SqlException e) return null;
        var trouble = TroubleOf(e.Number);
        return new(trouble, trouble switch
        {
            StoreTrouble.Full => "SQL Server cannot grow the database or its log; nothing was stored.",
            StoreTrouble.Locked => "SQL Server did not get its locks in time; nothing was stored.",
            StoreTrouble.Unreachable => $"SQL Server cannot be reached ({e.Number}); nothing was stored.",
            _ when IsDuplicateKey(e.Number) => "Another process appended to the same database at the same time; nothing was stored.",
            _ => $"SQL Server refused a statement ({e.Number}): {e.Message} Nothing was stored.",
        }, e);
    }
}
