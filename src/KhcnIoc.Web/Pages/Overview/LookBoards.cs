using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;
using Microsoft.Extensions.Caching.Memory;

namespace KhcnIoc.Web.Pages.Overview;

/// <summary>The plan's figures as they were when somebody last looked: boards of the past cut down to what the comparison needs, a few kept, one made at a time.</summary>
internal sealed class LookBoards(IPastBoards boards, ProvincePack pack) : IDisposable
{
    private static readonly TimeSpan s_keep = TimeSpan.FromMinutes(20);
    private readonly MemoryCache _made = new(new MemoryCacheOptions { SizeLimit = 100 });
    private readonly SemaphoreSlim _one = new(1);

    public async Task<IBoardView> GetAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (_made.TryGetValue(at, out IBoardView? known)) return known!;
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_made.TryGetValue(at, out known)) return known!;
            var board = await boards.GetAsync(new BoardMoment(at), null, cancellationToken);
            IBoardView slim = new PlanBoard(board, pack.PlanIndicators.Select(i => new SeriesKey(i.Code, pack.Province.Code)).ToDictionary(k => k, board.Get));
            _made.Set(at, slim, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = s_keep });
            return slim;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose()
    {
        _made.Dispose();
        _one.Dispose();
    }

    private sealed class PlanBoard : IBoardView
    {
        private readonly Dictionary<SeriesKey, FigureState> _figures;

        public PlanBoard(IBoardView board, Dictionary<SeriesKey, FigureState> figures) => (Moment, At, Commit, Sequence, _figures) = (board.Moment, board.At, board.Commit, board.Sequence, figures);

        public BoardMoment Moment { get; }
        public DateTimeOffset At { get; }
        public long Commit { get; }
        public long Sequence { get; }
        public IEnumerable<SeriesKey> Keys => _figures.Keys;

        public FigureState Get(SeriesKey key) => _figures.TryGetValue(key, out var figure) ? figure : new() { Key = key };

        public FigureExplanation Explain(SeriesKey key) => new() { Figure = Get(key) };

        public TargetPath? PathOf(string indicator) => null;
    }
}
