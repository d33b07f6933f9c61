using KhcnIoc.Core.Feeds;
using Microsoft.Extensions.DependencyInjection;

namespace KhcnIoc.Web.Tests.Hosting;

/// <summary>The server's own feed store with a switch that makes look-ups of keys fail, like a database that is away.</summary>
internal sealed class SwitchedFeeds : IFeedStore
{
    private IFeedStore? _inner;

    public bool IsAway { get; set; }

    public void Replace(IServiceCollection services)
    {
        var real = services.Last(s => s.ServiceType == typeof(IFeedStore)).ImplementationType!;
        services.AddSingleton<IFeedStore>(provider =>
        {
            _inner = (IFeedStore)ActivatorUtilities.CreateInstance(provider, real);
            return this;
        });
    }

    public Task<KeyOwner?> FindKeyAsync(string key, CancellationToken cancellationToken) =>
        IsAway ? throw new InvalidOperationException("Server=secret-db; the database is away") : _inner!.FindKeyAsync(key, cancellationToken);

    public Task<Feed> RegisterAsync(string code, string name, bool simulated, CancellationToken cancellationToken) => _inner!.RegisterAsync(code, name, simulated, cancellationToken);

    public Task<IReadOnlyList<Feed>> ListAsync(CancellationToken cancellationToken) => _inner!.ListAsync(cancellationToken);

    public Task<string> IssueKeyAsync(string feedCode, KeyPurpose purpose, CancellationToken cancellationToken) => _inner!.IssueKeyAsync(feedCode, purpose, cancellationToken);

    public Task<int> RevokeKeysAsync(string feedCode, CancellationToken cancellationToken) => _inner!.RevokeKeysAsync(feedCode, cancellationToken);
}
