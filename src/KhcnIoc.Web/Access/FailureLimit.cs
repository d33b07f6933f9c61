using System.Net;
using System.Net.Sockets;

namespace KhcnIoc.Web.Access;

/// <summary>Counts wrong keys by sender's address, so that guessing costs the guesser time and the database nothing.</summary>
/// <remarks>A fixed number of buckets: addresses that fall into one share its count, and no number of addresses fills the memory.</remarks>
internal sealed class FailureLimit(TimeProvider time)
{
    /// <summary>Wrong keys that an address may show within one second.</summary>
    public const int PerSecond = 20;

    private const int Buckets = 4096;
    private readonly (long Second, int Count)[] _buckets = new (long, int)[Buckets];
    private readonly Lock _gate = new();

    /// <summary>Whether the address has used up this second.</summary>
    public bool IsReached(IPAddress? from)
    {
        lock (_gate) return _buckets[BucketOf(from)] is { Count: >= PerSecond } bucket && bucket.Second == Now();
    }

    public void Failed(IPAddress? from)
    {
        lock (_gate)
        {
            ref var bucket = ref _buckets[BucketOf(from)];
            bucket = bucket.Second == Now() ? (bucket.Second, bucket.Count + 1) : (Now(), 1);
        }
    }

    private long Now() => time.GetUtcNow().ToUnixTimeSeconds();

    // Of IPv6 a customer holds at least a /64.
    private static int BucketOf(IPAddress? address)
    {
        if (address is null) return 0;
        var hash = new HashCode();
        var bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        hash.AddBytes(bytes.AsSpan(0, address.AddressFamily == AddressFamily.InterNetworkV6 && bytes.Length == 16 ? 8 : bytes.Length));
        return (int)((uint)hash.ToHashCode() % Buckets);
    }
}
