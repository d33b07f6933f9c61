using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Packs;

namespace KhcnIoc.Core.Live;

/// <summary>Evaluates boards of the past from the store.</summary>
public sealed class PastBoards(ProvincePack pack, IObservationStore store, LiveBoard live, TimeProvider time) : IPastBoards
{
    public Task<IBoardView> GetAsync(BoardMoment moment, CancellationToken cancellationToken) =>
        moment.IsPresent ? Task.FromResult<IBoardView>(live.View()) : throw new NotImplementedException($"{pack} {store} {time}");
}
